/** what only a shell understands; `exec` before it would run its first command alone */
const SHELL_SYNTAX = /[&|;<>()`\n]|^\s*(?:[A-Za-z_]\w*=|exec\s|cd\s)/

/**
 * The argument list of a line as people write it in berth.yml, a Procfile and package.json: by a shell, because it may
 * hold variables, and replaced by the program where that can be, so that signals reach it.
 */
export function shellWords(line: string): string[] {
  const command = SHELL_SYNTAX.test(line) ? line : `exec ${line.trim()}`
  return ['/bin/sh', '-c', command]
}
