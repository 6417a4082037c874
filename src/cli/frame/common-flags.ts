// Flags that several commands have: where results go.
import { CHECKPOINT_MINUTES } from '../../experiments/checkpoint-clock.ts';
import { flag, folder, nonNegativeNumber } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';

const FORCE = { kind: flag, default: false, says: 'replace what --out holds' } as const;

/** For a command that trains, or has others train. */
export const CHECKPOINTS = {
  kind: nonNegativeNumber,
  default: CHECKPOINT_MINUTES,
  says: 'minutes between checkpoints, from which a run that was interrupted or killed goes on',
} as const;

/** For a command that writes a folder. */
export const OUT = defineSettings({
  out: { kind: folder, required: true, says: 'folder to write' },
  force: FORCE,
});

/** For a command that can write to standard output instead. */
export const OUT_OR_PIPE = defineSettings({
  out: {
    kind: folder,
    required: true,
    says: 'folder to write; -: an Arrow stream to standard output',
  },
  force: { ...FORCE, onlyWith: { out: { not: ['-'] } } },
});

/** For a command that prints its result and may write it too. */
export const OPTIONAL_OUT = defineSettings({
  out: { kind: folder, default: null, says: 'folder for run.json and what else is written' },
  force: { ...FORCE, onlyWith: { out: 'given' } },
});

/** For a command that trains, and can be interrupted. */
export const TRAINING_OUT = defineSettings({
  out: OUT.out,
  tensorboard: {
    kind: folder,
    default: null,
    says: 'also write training curves there, for TensorBoard',
  },
  checkpointMinutes: CHECKPOINTS,
  resume: {
    kind: flag,
    default: false,
    says: 'go on from the last checkpoint; begin where there is none',
  },
  force: FORCE,
});
