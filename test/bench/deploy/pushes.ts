import { gitFolder, type GitFolder } from '../../support/git-folder.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'
import { type Figure, percentile } from '../figure.ts'

const APP = 'bench-push'
const ROUNDS = 15
const DOCKERFILE = `FROM busybox
RUN mkdir /srv
COPY index.html /srv/
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]
`

/** What the pusher is told when a phase has ended; the last one ends when the new version answers. */
const PHASES = [
  { name: 'sent and checked', ends: '-----> building' },
  { name: 'given to a node', ends: ' runs' },
  { name: 'built and stored', ends: '-----> deploying' },
  { name: 'started, checked and led to', ends: null },
] as const

/** `git push` of a change of one line until the new version answers, and what of it each phase takes. */
export async function benchPushes(platform: TestPlatform): Promise<Figure[]> {
  const clone = await gitFolder('bench')
  try {
    await clone.commit({ Dockerfile: DOCKERFILE, 'index.html': 'first\n' })
    await pushed(platform, clone, 'first')
    const rounds: number[][] = []
    for (let round = 1; round <= ROUNDS; round++) {
      await clone.commit({ 'index.html': `round ${round}\n` })
      rounds.push(await pushed(platform, clone, `round ${round}`))
    }
    return figuresOf(rounds)
  } finally {
    await platform.run(['destroy', APP, '--yes'])
    await clone.close()
  }
}

/** When each phase had ended, in milliseconds from the begin of the push. */
async function pushed(platform: TestPlatform, clone: GitFolder, text: string): Promise<number[]> {
  const { tenant, token } = platform.admin
  const { host, port } = new URL(platform.url)
  const start = performance.now()
  const ends: number[] = []
  let said = ''
  const heard = (more: string) => {
    said += more
    for (const [i, { ends: mark }] of PHASES.entries())
      if (mark !== null && said.includes(mark)) ends[i] ??= performance.now() - start
  }
  const push = clone.hear(heard, 'push', `http://x:${token}@${host}/git/${tenant}/${APP}.git`, 'main')
  const answers = async () =>
    (await visit(`http://${APP}--${tenant}.localhost:${port}/`)).body === `${text}\n`
  while (!(await answers())) {
    if (performance.now() - start > 120_000) throw new Error(`${text} does not answer: ${said}`)
  }
  const all = performance.now() - start
  const { code } = await push
  if (code !== 0) throw new Error(said)
  // what was told only after the new version answered took no time before it
  return PHASES.map((_, i) => Math.min(ends[i] ?? all, all))
}

function figuresOf(rounds: readonly number[][]): Figure[] {
  const name = 'git push of one line until it answers'
  const all = rounds.map((ends) => ends.at(-1) ?? Number.NaN)
  return [
    { name: `${name}, p50 of ${rounds.length}`, value: percentile(all, 50), unit: 'ms' },
    { name: `${name}, p95 of ${rounds.length}`, value: percentile(all, 95), unit: 'ms' },
    ...PHASES.map(({ name: phase }, i): Figure => {
      const took = rounds.map((ends) => (ends[i] ?? 0) - (ends[i - 1] ?? 0))
      return { name: `of that: ${phase}, p50`, value: percentile(took, 50), unit: 'ms' }
    }),
  ]
}
