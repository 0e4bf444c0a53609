'use client'

import { RunInput, type RunProps } from './run-input.tsx'

/** What holds where a field is left empty. */
const USUAL = { healthInterval: '10', healthTimeout: '5', healthRetries: '3', healthStart: '30' } as const

const FIELDS = ['healthInterval', 'healthTimeout', 'healthRetries', 'healthStart'] as const

/** When a health check looks, and how often it may fail. */
export function HealthTimes(props: RunProps) {
  return FIELDS.map((name) => (
    <RunInput key={name} {...props} name={name} kind="number" placeholder={USUAL[name]} />
  ))
}
