import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth labs …`. */
export function addLabs(program: Command): void {
  const labs = onPlatform(
    program,
    'labs',
    'list the labs: exercises as code, which courses give to their students',
  ).action(async (options) => (await import('./commands/labs.ts')).listLabs(options))
  onPlatform(labs, 'list', 'list the labs of the tenant').action(async (_options, command) =>
    (await import('./commands/labs.ts')).listLabs(command.optsWithGlobals()),
  )
  onPlatform(labs, 'init <folder>', 'write the files that a new lab begins with; asks no platform')
    .option('--title <title>', 'for people (default: as the folder)')
    .action(async (folder, _options, command) =>
      (await import('./commands/init-lab.ts')).initLab(folder, command.optsWithGlobals()),
    )
  onPlatform(
    labs,
    'validate <folder>',
    'say what is wrong with the files of a lab, with line and column; asks no platform',
  ).action(async (folder, _options, command) =>
    (await import('./commands/labs.ts')).validateLab(folder, command.optsWithGlobals()),
  )
  onPlatform(labs, 'push <folder>', 'save the files of a folder as a new version of a lab')
    .option('--name <name>', 'of the lab (default: as the folder)')
    .action(async (folder, _options, command) =>
      (await import('./commands/labs.ts')).pushLab(folder, command.optsWithGlobals()),
    )
  onPlatform(labs, 'fetch <name> [url]', 'make a version of what lies in a git repository now')
    .option('--branch <name>', 'which branch (default: the one of the last time, else the usual one)')
    .option('--directory <path>', 'folder of lab.yml in the repository')
    .action(async (name, url, _options, command) =>
      (await import('./commands/labs.ts')).fetchLab(name, url, command.optsWithGlobals()),
    )
  onPlatform(labs, 'show <name>', 'show a lab and its versions').action(async (name, _options, command) =>
    (await import('./commands/labs.ts')).showLab(name, command.optsWithGlobals()),
  )
  onPlatform(labs, 'try <name>', 'start the newest version of a lab for yourself, and wait until it runs')
    .option('--solve', 'run its solution and then all checks; exits with 1 unless all pass')
    .option('--end', 'end it afterwards')
    .action(async (name, _options, command) =>
      (await import('./commands/try-lab.ts')).tryLab(name, command.optsWithGlobals()),
    )
  onPlatform(labs, 'delete <name>', 'delete a lab that no course has, with all its versions')
    .option('-y, --yes', 'do not ask for the name')
    .action(async (name, _options, command) =>
      (await import('./commands/labs.ts')).deleteLab(name, command.optsWithGlobals()),
    )
}
