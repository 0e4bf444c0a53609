import type { EventView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { foldEvents } from './fold-events.ts'

let number = 0
const event = (type: string, containerId: string | null = 'a', app = 'shop'): EventView => ({
  id: String((number += 1)),
  at: new Date(),
  tenant: 'acme',
  type,
  app,
  containerId,
  by: null,
  message: `${type} ${containerId}`,
  data: {},
})
const ended = (id = 'a') => event('container.ended', id)
const started = (id = 'a') => event('container.started', id)
const folded = (...events: EventView[]) => foldEvents(events).map((line) => [line.event.type, line.count])

test('a crash loop is one line with the number of its ends', () => {
  expect(folded(started(), ended(), started(), ended(), started(), event('app.deployed', null))).toEqual([
    ['container.ended', 2],
    ['app.deployed', 1],
  ])
})

test('one end and one start are told as they were', () => {
  expect(folded(started(), ended())).toEqual([
    ['container.started', 1],
    ['container.ended', 1],
  ])
})

test('what is done to the app in between begins a new line, what is done to another does not', () => {
  expect(folded(ended(), ended(), event('app.restarted', null), ended())).toEqual([
    ['container.ended', 2],
    ['app.restarted', 1],
    ['container.ended', 1],
  ])
  expect(folded(ended(), event('app.restarted', null, 'blog'), ended())).toEqual([
    ['container.ended', 2],
    ['app.restarted', 1],
  ])
})

test('each instance has its own line', () => {
  expect(folded(ended('a'), ended('b'), ended('a'), ended('b'))).toEqual([
    ['container.ended', 2],
    ['container.ended', 2],
  ])
})
