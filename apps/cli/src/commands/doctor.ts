import path from 'node:path'
import { printJson, printResult } from '../output.ts'
import { examine } from '../platform/doctor.ts'
import { readInstance } from '../platform/instance.ts'
import { findPlatform } from '../platform/running.ts'
import { requireRoot } from './require-root.ts'

/** Exits with 1 when something needs to be done. */
export async function doctor(options: { readonly data: string; readonly json?: boolean }): Promise<void> {
  requireRoot('doctor')
  const dir = path.resolve(options.data)
  const known = (await readInstance(dir)) ? await findPlatform(dir) : undefined
  const findings = await examine(dir, known)
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1
  if (options.json) return printJson(findings)
  for (const { name, ok, message, fix } of findings) {
    printResult(`${ok ? 'ok  ' : 'FIX '} ${name}: ${message}${ok || !fix ? '' : `\n       ${fix}`}`)
  }
}
