#!/usr/bin/env node
// The program.
import { main } from '../src/cli/frame/program.ts';

process.exitCode = await main(process.argv);
