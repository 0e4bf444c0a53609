import type { WallSandbox, WallTile } from '@berth/protocol'
import { expect, test } from 'vitest'
import { arrangeWall, handQueue, needsOf } from './wall-order.ts'

const NOW = new Date('2026-03-02T10:00:00Z')
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

function tile(name: string, changes: Partial<WallSandbox> | null = {}): WallTile {
  const sandbox: WallSandbox = {
    ...{ id: name, state: 'running', reason: null, lab: 'First steps', hand: null },
    ...{ throttled: false, trouble: null },
    ...{ checks: { passed: 1, failed: 0, all: 3 }, stuckSince: before(1), activeAt: before(1) },
    ...{ canExtend: true, canUndo: false },
  }
  const member = { id: name, name, group: null }
  return { member, sandbox: changes && { ...sandbox, ...changes }, ended: null }
}

const hand = { at: before(1), note: null, takenBy: null }
const asked = { filter: 'all', order: 'name', search: '', now: NOW } as const
const names = (tiles: readonly WallTile[]) => tiles.map(({ member }) => member.name)

test('who works and passes nothing for ten minutes is stuck; who does not type for five is idle', () => {
  expect(needsOf(tile('a'), NOW)).toEqual([])
  expect(needsOf(tile('a', { stuckSince: before(11) }), NOW)).toEqual(['stuck'])
  expect(needsOf(tile('a', { stuckSince: before(11), activeAt: before(6) }), NOW)).toEqual(['idle'])
  expect(needsOf(tile('a', { state: 'frozen' }), NOW)).toEqual(['idle'])
  const done = { passed: 3, failed: 0, all: 3 }
  expect(needsOf(tile('a', { stuckSince: before(30), checks: done }), NOW)).toEqual([])
})

test('those who need most come first, those who have not begun last', () => {
  const failed = { passed: 0, failed: 1, all: 3 }
  const tiles = [
    tile('absent', null),
    tile('fine'),
    tile('failed', { checks: failed }),
    tile('hand', { hand }),
  ]
  expect(names(arrangeWall(tiles, { ...asked, order: 'need' }))).toEqual(['hand', 'failed', 'fine', 'absent'])
  const through = { ...tile('through', null), ended: { reason: { kind: 'expired' } } } as const
  expect(names(arrangeWall([...tiles, through], { ...asked, filter: 'absent' }))).toEqual(['absent'])
  expect(names(arrangeWall(tiles, { ...asked, search: ' HAN ' }))).toEqual(['hand'])
})

test('hands are answered in the order in which they were raised, those that nobody takes first', () => {
  const raised = (minutes: number, takenBy: string | null = null) => ({
    hand: { at: before(minutes), note: null, takenBy },
  })
  const tiles = [
    tile('late', raised(1)),
    tile('fine'),
    tile('taken', raised(9, 'ann')),
    tile('early', raised(5)),
    tile('absent', null),
  ]
  expect(handQueue(tiles).map(({ member }) => member.name)).toEqual(['early', 'late', 'taken'])
})
