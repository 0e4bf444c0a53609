import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'

let plane: ControlPlane
beforeAll(async () => {
  plane = await startControlPlane()
  await plane.startControl()
})
afterAll(() => plane.stop())

/** The run when it has ended. */
async function ended(where: { id: string } | { by: null }) {
  const find = () => plane.db.collectionRun.findFirst({ where: { ...where, finishedAt: { not: null } } })
  await eventually(async () => (await find()) !== null, { withinMs: 30_000, what: 'the end of a collection' })
  return find()
}

test('control collects by itself, and compares storage the first time', async () => {
  expect(await ended({ by: null })).toMatchObject({ dryRun: false, reconcile: true, error: null })
})

test('web asks control for a dry run, and it is told who asked', async () => {
  const ask = { by: 'admin@berth.test', dryRun: true, reconcile: true }
  const { id } = await plane.client.collect(ask)
  expect(await ended({ id })).toMatchObject({ ...ask, error: null })
})

test('control that starts again does not collect again within the hour', async () => {
  await plane.killControl()
  await plane.startControl()
  const { id } = await plane.client.collect({ by: 'admin@berth.test', dryRun: true, reconcile: false })
  await ended({ id })
  expect(await plane.db.collectionRun.count({ where: { dryRun: false } })).toBe(1)
})
