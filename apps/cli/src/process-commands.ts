import type { Command } from 'commander'
import { parseCpu, parseDisk, parseMemory, parsePids, parsePort, parseReplicas } from './arguments/ranges.ts'
import { onPlatform } from './on-platform.ts'

/** What runs of an app beside what visitors reach, and how each differs from the app. */
export function addProcesses(program: Command): void {
  onPlatform(
    program,
    'processes <app> [change...]',
    'list the processes of an app, or change one, new or known: processes APP set worker --port 3000 --health-path /healthz --memory 512M -- node worker.js | processes APP remove worker; what is not given stays as it was',
  )
    .summary('list or change the processes of an app: command, port, health check, limits')
    .option('--command <command>', "as a line, which a shell reads where it must; empty: the image's own")
    .option('--replicas <number>', 'how many instances of it run', parseReplicas)
    .option('--port <number>', "where its health check asks; of web the app's port", parsePort)
    .option('--health-path <path>', 'healthy when this path answers with 200 to 399')
    .option('--health-cmd <command>', 'healthy when this exits with 0, run by /bin/sh inside')
    .option('--health', 'healthy when its port takes connections, as usual')
    .option('--no-health', 'healthy as long as it runs')
    .option('--cpu <cores>', 'its own limit of processors, as 0.5', parseCpu)
    .option('--memory <size>', 'its own limit of memory, as 256M', parseMemory)
    .option('--disk <size>', 'its own limit of disk, as 2G', parseDisk)
    .option('--pids <number>', 'its own limit of processes', parsePids)
    .option('--no-limits', 'the limits of the app hold again')
    .option('--wait', 'wait until the change is live')
    .action(async (app, change, options) =>
      (await import('./commands/processes.ts')).processes(app, change, options),
    )
}
