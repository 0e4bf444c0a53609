import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { readLayer } from './layer-findings.ts'

/** The whole of the process that `readApart` starts: a layer comes in, what it says goes out. */
export async function readFromStdin(input: Readable, output: Writable): Promise<void> {
  const findings = await readLayer(input)
  output.end(JSON.stringify(findings))
  await finished(output)
}
