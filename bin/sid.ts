#!/usr/bin/env node
// The program.
import { main } from '../src/cli/frame/program.ts';

// Who reads a pipe may stop, as `head` does; what a command writes to files goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv);
