/** Options that take a value, which is no part of the command. */
const WITH_VALUE = ['--instance', '--tenant', '--data', '--process', '--release', '--timeout']
const ALONE = [
  ...['-i', '-t', '-it', '-ti', '--interactive', '--tty'],
  ...['-d', '--detach', '--json', '--help', '-h'],
]

/**
 * `exec APP ls -l` → `exec APP -- ls -l`, as docker takes it, and `run` alike: the command begins at the second word that is no option,
 * and all behind is its own. Words of other commands, and with a `--` of their own, stay as they are.
 */
export function separateCommand(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words
  if (first !== 'exec' && first !== 'run') return words
  const at = commandStart(rest)
  return at === undefined ? words : [first, ...rest.slice(0, at), '--', ...rest.slice(at)]
}

function commandStart(words: readonly string[]): number | undefined {
  let hasApp = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (WITH_VALUE.includes(word)) at += 1
    else if (word === '--') return undefined
    else if (ALONE.includes(word) || WITH_VALUE.some((option) => word.startsWith(`${option}=`))) continue
    else if (word.startsWith('-'))
      return undefined // not known: that is said
    else if (hasApp) return at
    else hasApp = true
  }
  return undefined
}
