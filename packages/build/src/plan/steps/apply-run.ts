import { documentText, refuse, type RunInstruction } from '@berth/dockerfile'
import { proxyVariables } from '../scope/proxies.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { RunAction } from '../step-action.ts'
import { plannedMounts } from './planned-mounts.ts'
import { commandWords, shellWords } from './shell-words.ts'
import type { Effect, StepContext } from './step-context.ts'

const SCRIPTS = '/dev/pipes'

export function applyRun(instruction: RunInstruction, scope: StageScope, context: StepContext): Effect {
  if (instruction.network === 'host')
    throw refuse(
      instruction.place,
      '--network=host is not to be had here: steps have the network of their project',
    )
  if (instruction.security === 'insecure')
    throw refuse(instruction.place, '--security=insecure is not to be had here: steps run as containers do')
  const { argv, files } = processOf(instruction, scope)
  if (argv.length === 0) throw refuse(instruction.place, 'RUN has no command')
  const action: RunAction = {
    kind: 'run',
    argv,
    env: [...environment(scope), ...proxyVariables(context.options.args)],
    user: scope.settings.User || null,
    cwd: scope.settings.WorkingDir ?? '/',
    network: instruction.network === 'none' ? 'none' : 'default',
    mounts: plannedMounts(instruction, scope, context),
    files,
  }
  return { scope, action, createdBy: `RUN ${[...historyArgs(scope), ...argv].join(' ')} # buildkit` }
}

/** The program, and the script of a here-document that begins with `#!`. */
function processOf({ command }: RunInstruction, { settings }: StageScope): Pick<RunAction, 'argv' | 'files'> {
  if (command.form === 'exec') return { argv: command.words, files: [] }
  const [first] = command.documents
  if (!first) return { argv: commandWords(command, settings), files: [] }
  if (!/^<<-?\S+$/.test(command.line)) {
    // the shell itself reads them: it gets the text as it was written
    const documents = command.documents.map(({ name, content }) => `\n${content}${name}`)
    return { argv: shellWords(command.line + documents.join(''), settings), files: [] }
  }
  const content = documentText(first)
  if (!content.startsWith('#!')) return { argv: shellWords(content, settings), files: [] }
  const path = `${SCRIPTS}/${first.name.replaceAll('/', '_')}`
  return { argv: [path], files: [{ path, content }] }
}

/** The image's variables, and the arguments that have a value. */
function environment(scope: StageScope): string[] {
  return [...scope.variables].map(([name, value]) => `${name}=${value}`)
}

/** `|2 a=1 b=2`, as histories show the arguments that a command could see. */
function historyArgs(scope: StageScope): string[] {
  const pairs = [...scope.args].map(([name, value]) => `${name}=${scope.variables.get(name) ?? value ?? ''}`)
  return pairs.length > 0 ? [`|${pairs.length}`, ...pairs] : []
}
