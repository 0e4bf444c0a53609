import { expect, test } from 'vitest'
import { labWindow } from './lab-window.ts'

const [early, now, late] = [new Date(1_000), new Date(2_000), new Date(3_000)]
const course = { startsAt: null, endsAt: null, archivedAt: null }
const lab = { opensAt: null, closesAt: null }

test('without times a lab is open', () => {
  expect(labWindow(course, lab, now).state).toBe('open')
})

test('its own times win over those of the course', () => {
  expect(labWindow({ ...course, startsAt: late }, lab, now).state).toBe('soon')
  expect(labWindow({ ...course, startsAt: late }, { ...lab, opensAt: early }, now).state).toBe('open')
  expect(labWindow({ ...course, endsAt: early }, lab, now).state).toBe('closed')
})

test('nothing of an archived course is open', () => {
  expect(labWindow({ ...course, archivedAt: early }, lab, now).state).toBe('closed')
})
