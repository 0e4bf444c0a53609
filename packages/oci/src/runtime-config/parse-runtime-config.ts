import { BerthError } from '@berth/core'
import type { z } from 'zod'
import type { DeepReadonly } from './deep-readonly.ts'
import { explainIssue } from './explain-issue.ts'
import { parseJson } from './parse-json.ts'
import { processSchema } from './process.ts'
import { resourcesSchema } from './resources.ts'
import {
  type LinuxResources,
  type ProcessConfig,
  type RuntimeConfig,
  runtimeConfigSchema,
} from './runtime-config.ts'

/**
 * The text of a `config.json`. The first thing that is wrong is reported in one line, with its path, what was found
 * and what is allowed. Error: input.invalid.
 */
export function parseRuntimeConfig(text: string): RuntimeConfig {
  return parse(runtimeConfigSchema, text, 'config.json')
}

/** The text of a process alone, as `exec --process` takes it. Error: input.invalid. */
export function parseProcessConfig(text: string): ProcessConfig {
  return parse(processSchema, text, 'process')
}

/** The text of resources alone, as `update --resources` takes it. Error: input.invalid. */
export function parseLinuxResources(text: string): LinuxResources {
  return parse(resourcesSchema, text, 'resources')
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  what: string,
): DeepReadonly<z.infer<Schema>> {
  const input = readJson(text, what)
  const result = schema.safeParse(input)
  if (result.success) return result.data as DeepReadonly<z.infer<Schema>> // the same value, seen as unchangeable
  const [issue] = result.error.issues
  throw invalid(`${what}: ${issue ? explainIssue(issue, input) : 'not valid'}`)
}

function readJson(text: string, what: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error)
    throw invalid(`${what}: not JSON: ${why}`)
  }
}

function invalid(message: string): BerthError {
  return new BerthError('input.invalid', message)
}
