import type { BuildDetailView, BuildWait } from '@berth/protocol'
import type { PushBuilds } from '../ports.ts'
import { createLineBuffer, plainText } from './plain-lines.ts'

const INDENT = '       '

/** Tells what a build prints and comes to, until it has ended. `say` gets whole lines. Error: build.not_found. */
export async function tellBuild(
  { builds, say }: { readonly builds: Pick<PushBuilds, 'follow'>; readonly say: (text: string) => void },
  build: { readonly id: string; readonly tenantId: string },
): Promise<BuildDetailView | undefined> {
  const lines = createLineBuffer()
  let last: BuildDetailView | undefined
  for await (const moment of builds.follow(build.tenantId, build.id)) {
    if (moment.kind === 'output') {
      say(indented(lines.add(moment.text)))
      continue
    }
    say(newsOf(last, moment.build))
    last = moment.build
  }
  say(indented(lines.rest()))
  if (last) say(endOf(last))
  return last
}

/** What is new about a build, in lines. */
function newsOf(before: BuildDetailView | undefined, build: BuildDetailView): string {
  const news: string[] = []
  const { wait } = build
  if (build.state === 'queued' && wait !== null) news.push(...waitLines(build.id, wait))
  if (build.state === 'running' && before?.state !== 'running') news.push(`-----> build ${build.id} runs`)
  if (build.plan !== null && !before?.plan) news.push(`${INDENT}${build.plan.name}: ${build.plan.because}`)
  return news.map((line) => `${plainText(line)}\n`).join('')
}

function waitLines(id: string, { for: hindrance, ahead }: BuildWait): string[] {
  switch (hindrance) {
    case 'own':
      return [`-----> another build of yours runs: ${id} waits for its turn`]
    case 'ending':
      return [`-----> the build before it is being ended: ${id} waits for its turn`]
    case 'node':
      // with nobody before it, it begins in a moment
      return ahead > 0 ? [`-----> all builders are busy: ${id} waits, ${ahead} before it`] : []
  }
}

function endOf({ failure, outputLost }: BuildDetailView): string {
  const lines = outputLost > 0 ? [`${INDENT}(${outputLost} bytes of output were left out)`] : []
  if (failure === null) return joined(lines)
  const { message, file, line, text, column } = failure
  lines.push(` !     ${message}`)
  if (file !== undefined && line !== undefined) lines.push(` !     ${file}:${line}`)
  if (text !== undefined) lines.push(` !       ${text}`)
  if (text !== undefined && column !== undefined) lines.push(` !       ${' '.repeat(column - 1)}^`)
  return joined(lines)
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${plainText(line)}\n`).join('')
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, INDENT)
}
