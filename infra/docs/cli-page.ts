import { createProgram, type Program } from '../../apps/cli/src/program.ts'
import { code, table } from './markdown.ts'

/** Every command of `./berth` with its options, as the program itself has them. */
export function cliPage(): string {
  const program = createProgram()
  const visible = program.createHelp().visibleCommands(program)
  const groups = Map.groupBy(visible, (command) => command.helpGroup())
  const sections = (group: string) => (groups.get(group) ?? []).map(section).join('\n')
  return `# Command line

${code('./berth <command> --help')} says the same. Results go to standard output, all else to standard error. The exit code is 0 when it worked, 1 when it was refused or failed, 2 when the command was not understood; ${code('exec')} passes on the code of its command, ${code('wait')} that of the program that ended, and 124 when its time was up. More for scripts: [scripting](../guide/scripting.md).

## On this machine
${sections('On this machine:')}
## On a platform
The platform and the token come from ${code('BERTH_URL')} and ${code('BERTH_TOKEN')}, from ${code('berth login')}, or with ${code('--data')} from the data folder's ${code('admin.json')}.

${sections('On a platform:')}`
}

function section(command: Program): string {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== '--help')
    .map((option) => [code(option.flags), describe(option.description, option.defaultValue)])
  const inner = command.commands.map((child) => `\n${section(child)}`).join('')
  return `### ${code(nameOf(command))}
${command.description()}.

${table(['option', 'what'], options)}${inner}`
}

function nameOf(command: Program): string {
  const words = command.registeredArguments.map((argument) => {
    const word = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${word}>` : `[${word}]`
  })
  return [...pathOf(command), ...words].join(' ')
}

/** `berth`, the commands that it lies in, and itself. */
function pathOf(command: Program): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [command.name()]
}

function describe(description: string, value: unknown): string {
  const hasDefault = typeof value === 'string' && !description.includes('default')
  return hasDefault ? `${description} (default ${value})` : description
}
