import { expect, test } from 'vitest'
import { eventSentence } from './event-sentence.ts'

test('a message becomes a sentence, the name of its app stays as it is', () => {
  expect(eventSentence({ app: 'shop', message: 'deploy of shop failed' })).toBe('Deploy of shop failed.')
  expect(eventSentence({ app: 'shop', message: 'shop web.1 exited' })).toBe('shop web.1 exited.')
  expect(eventSentence({ app: null, message: 'ada joined.' })).toBe('Ada joined.')
})
