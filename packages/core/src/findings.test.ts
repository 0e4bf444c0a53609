import { expect, test } from 'vitest'
import { findingsAnnotations, readFindings } from './findings.ts'

const counts = { critical: 1, high: 20, medium: 0, low: 3, unknown: 0 }

test('what is written is read', () => {
  expect(readFindings(findingsAnnotations(counts, 'afraid 1'))).toEqual({ counts, scanner: 'afraid 1' })
})

test.each([
  {},
  { 'dev.berth.scanner': 'afraid 1' },
  { ...findingsAnnotations(counts, 'x'), 'dev.berth.findings.low': '-1' },
  { ...findingsAnnotations(counts, 'x'), 'dev.berth.findings.low': 'many' },
  { ...findingsAnnotations(counts, 'x'), 'dev.berth.findings.low': '1e300' },
])('%o says nothing', (annotations) => expect(readFindings(annotations)).toBeUndefined())
