import path from 'node:path'
import { BerthError } from '@berth/core'
import type { Outbound } from '@berth/outbound'
import { askEndpoint } from './ask-endpoint.ts'
import { runProgram } from './run-program.ts'
import { reportSchema, type Scanner } from './scanner.ts'

/** `address`: the absolute path of a program, or an http address. Error: config.invalid. */
export function createScanner(address: string, outbound: Outbound): Scanner {
  const ask = askOf(address, outbound)
  return async (document, signal) => {
    try {
      return reportSchema.parse(JSON.parse(await ask(document, signal)))
    } catch (cause) {
      throw new BerthError('scanner.failed', 'the scanner did not answer with findings: see the log', {
        cause,
      })
    }
  }
}

/** Hands over a document, returns the answer as it came. */
type Ask = (document: string, signal: AbortSignal) => Promise<string>

function askOf(address: string, outbound: Outbound): Ask {
  if (path.isAbsolute(address)) return (document, signal) => runProgram(address, document, signal)
  if (/^https?:\/\//.test(address))
    return (document, signal) => askEndpoint({ outbound, url: address }, document, signal)
  throw new BerthError(
    'config.invalid',
    `a scanner is the path of a program or an http address, not "${address}"`,
  )
}
