/** what only a shell understands; `exec` before it would run its first command alone */
const SHELL_SYNTAX = /[&|;<>()`\n]|^\s*(?:[A-Za-z_]\w*=|exec\s|cd\s)/

/**
 * CMD of a line as package.json and Procfile have them: by a shell, because they hold variables, and replaced by the
 * program where that can be, so that signals reach it.
 */
export function shellCommand(line: string): string {
  const command = SHELL_SYNTAX.test(line) ? line : `exec ${line.trim()}`
  return `CMD ${JSON.stringify(['/bin/sh', '-c', command])}`
}
