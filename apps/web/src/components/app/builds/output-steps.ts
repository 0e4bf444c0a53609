/** What one step of a build printed. */
export type OutputStep = {
  /** as the builder counts them; null: what belongs to no step */
  readonly number: number | null
  readonly title: string
  /** `failed`: why the build failed; `stopped`: ended because another one did. Step 0 is the builder's own notes */
  readonly state: 'running' | 'done' | 'cached' | 'failed' | 'stopped'
  /** how long it took, as the builder says it: `1.2s` */
  readonly took: string | null
  readonly lines: readonly string[]
}

const OF_A_STEP = /^#(\d{1,4}) (.*)$/

/** Sorts the lines of an output by their step: `#3 [build 2/5] RUN npm ci`, `#3 added 12 packages`, `#3 DONE 1.2s`. */
export function outputSteps(text: string, hasFailed = false): readonly OutputStep[] {
  const steps = new Map<number | null, OutputStep & { lines: string[] }>()
  for (const line of text.split('\n')) {
    const [, digits, said = ''] = OF_A_STEP.exec(line) ?? []
    const number = digits === undefined ? null : Number(digits)
    const known = steps.get(number)
    if (number === null) {
      if (known) known.lines.push(line)
      else if (line !== '') steps.set(null, { number, title: '', state: 'done', took: null, lines: [line] })
    } else if (!known) {
      steps.set(number, { number, title: said, state: 'running', took: null, lines: [] })
    } else {
      steps.set(number, heard(known, said))
    }
  }
  const all = [...steps.values()]
  if (!hasFailed) return all
  // where none says that it failed, the build ended for another reason, in the middle of these
  const state = all.some((step) => step.state === 'failed') ? 'stopped' : 'failed'
  return all.map((step) => (step.state === 'running' && step.number !== 0 ? { ...step, state } : step))
}

function heard(step: OutputStep & { lines: string[] }, said: string): OutputStep & { lines: string[] } {
  if (said === 'ERROR') return { ...step, state: 'failed' }
  if (said === 'CACHED') return { ...step, state: 'cached' }
  const [, took] = /^DONE (\d+\.\d+s)$/.exec(said) ?? []
  if (took !== undefined) return { ...step, state: step.state === 'cached' ? 'cached' : 'done', took }
  step.lines.push(said)
  return step
}
