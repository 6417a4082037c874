// `sid simulate`.
import { simulateCorpus } from '../../data/simulate/simulate-corpus.ts';
import type { Simulation } from '../../data/simulate/simulate-corpus.ts';
import type { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { simulateRecord } from '../../records/simulate-record.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import type { OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describeSimulation, simulationToJson } from '../print/describe-simulation.ts';

/** A seeded world, its log and its items. */
export async function simulate(
  { out, force, ...config }: OptionsOf<typeof WORLD_SETTINGS & typeof OUT>,
  run: RunContext,
): Promise<void> {
  assertFolderIsFree(out, { force });
  let simulation: Simulation | undefined;
  await writeFolderWhole(out, { force }, async (folder) => {
    const { onProgress, shouldStop } = run;
    simulation = await simulateCorpus({ config, folder, onProgress, shouldStop });
    const metrics = simulationToJson(simulation, run.elapsedSeconds());
    await run.record(simulateRecord, folder, {
      config: simulation.config,
      seed: config.seed,
      inputs: simulation.inputs,
      metrics,
    });
  });
  if (simulation === undefined) throw new Error('writeFolderWhole did not run its work');
  const seconds = run.elapsedSeconds();
  run.result(
    { corpus: out, ...simulationToJson(simulation, seconds) },
    describeSimulation(out, config, simulation, seconds),
  );
}
