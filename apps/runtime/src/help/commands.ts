import { CREATE_OPTIONS } from '../commands/create-options.ts'
import { DELETE_OPTIONS } from '../commands/delete.ts'
import { EVENTS_OPTIONS } from '../commands/events.ts'
import { EXEC_OPTIONS } from '../commands/exec.ts'
import { KILL_OPTIONS } from '../commands/kill.ts'
import { LIST_OPTIONS } from '../commands/list.ts'
import { PS_OPTIONS } from '../commands/ps.ts'
import { RUN_OPTIONS } from '../commands/run.ts'
import { SPEC_OPTIONS } from '../commands/spec.ts'
import { UPDATE_OPTIONS } from '../commands/update.ts'
import { GLOBAL_OPTIONS } from '../global-options.ts'
import { type CommandHelp, commandHelp } from './option-help.ts'
import { CREATE_HELP, LIST_HELP, PROCESS_HELP, PS_HELP } from './process-help.ts'
import { UPDATE_HELP } from './update-help.ts'

export const GLOBAL_HELP = commandHelp({
  words: 'COMMAND …',
  does: 'An OCI runtime.',
  table: GLOBAL_OPTIONS,
  options: {
    root: ['DIR', 'folder of the containers; /run/berth-runtime unless set'],
    log: ['FILE', 'where errors and warnings go, beside stderr'],
    'log-format': ['text|json', 'how they are written there'],
    'log-level': ['LEVEL', 'is taken for the sake of tools and has no effect: see --debug'],
    'systemd-cgroup': 'the same as --cgroup-manager systemd',
    'cgroup-manager': ['NAME', 'cgroupfs, systemd (a scope of it, where it runs) or disabled'],
    debug: 'says more in the log',
    version: 'prints versions of the program and of the specification',
    help: 'prints this, or after a command what that takes',
  },
})

/** A command that takes the id of a container alone. */
const ofContainer = (does: string): CommandHelp => ({ words: 'ID', does, table: {}, options: {} })

export const COMMAND_HELP: Readonly<Record<string, CommandHelp>> = {
  create: commandHelp({
    words: 'ID',
    does: 'Makes a container, which waits for start.',
    table: CREATE_OPTIONS,
    options: CREATE_HELP,
  }),
  start: ofContainer('Runs the program of a container that was created.'),
  run: commandHelp({
    words: 'ID',
    does: 'Creates and starts a container, waits for its end, and ends as it does.',
    table: RUN_OPTIONS,
    options: {
      ...CREATE_HELP,
      detach: 'does not wait; a terminal needs --console-socket then',
      keep: 'does not remove the container when it has ended',
    },
  }),
  exec: commandHelp({
    words: 'ID [PROGRAM [ARGUMENT…]]',
    does: 'Runs one more program in a container, and ends as it does.',
    table: EXEC_OPTIONS,
    options: {
      process: ['FILE', 'the process as in a configuration, in place of a program and the options below'],
      tty: 'with a terminal',
      user: ['UID[:GID]', 'as this user, in numbers'],
      'additional-gids': ['GID', 'one more group; may be given again'],
      cwd: ['DIR', 'in this folder of the container'],
      env: ['NAME=VALUE', 'with this in its environment; may be given again'],
      cap: ['NAME', 'with this capability; may be given again'],
      apparmor: ['PROFILE', 'with this profile of AppArmor'],
      'process-label': ['LABEL', 'with this label of SELinux'],
      'no-new-privs': 'without new privileges by execution',
      detach: 'does not wait; a terminal needs --console-socket then',
      ...PROCESS_HELP,
      'ignore-paused': 'enters a container that is paused, too',
    },
  }),
  kill: commandHelp({
    words: 'ID [SIGNAL]',
    does: 'Sends a signal to the first process of a container, SIGTERM unless named.',
    table: KILL_OPTIONS,
    options: { all: 'to all of its processes', signal: ['SIGNAL', 'the signal, by name or number'] },
  }),
  delete: commandHelp({
    words: 'ID',
    does: 'Removes a container that has ended.',
    table: DELETE_OPTIONS,
    options: {
      force: 'kills it first; that there is none is fine',
      regex: 'takes ID for a regular expression, and removes all that match',
    },
  }),
  state: ofContainer('Prints the state of a container as JSON.'),
  list: commandHelp({ words: '', does: 'Lists the containers.', table: LIST_OPTIONS, options: LIST_HELP }),
  ps: commandHelp({
    words: 'ID [OPTION OF PS…]',
    does: 'Lists the processes of a container.',
    table: PS_OPTIONS,
    options: PS_HELP,
  }),
  events: commandHelp({
    words: 'ID',
    does: 'Prints what happens to a container, and its figures at intervals, one JSON object a line.',
    table: EVENTS_OPTIONS,
    options: { stats: 'prints its figures once', interval: ['TIME', '500ms, 5s, 1m; 5s unless set'] },
  }),
  pause: ofContainer('Stops all processes of a container where they are.'),
  resume: ofContainer('Lets a paused container go on.'),
  update: commandHelp({
    words: 'ID',
    does: 'Changes limits of a container; what is not named stays.',
    table: UPDATE_OPTIONS,
    options: UPDATE_HELP,
  }),
  spec: commandHelp({
    words: '',
    does: 'Writes a config.json to begin with.',
    table: SPEC_OPTIONS,
    options: {
      bundle: ['DIR', 'where to; the working folder unless set'],
      rootless: 'for a user who is not root',
    },
  }),
  features: { words: '', does: 'Prints as JSON what can be asked for here.', table: {}, options: {} },
}
