import { expect, test } from 'vitest'
import { createFlights } from './flight.ts'

function deferred<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  return { promise, resolve, reject }
}

test('callers of one key share the work and its progress', async () => {
  const flights = createFlights<string, number>()
  const work = deferred<string>()
  const seen: string[] = []
  let started = 0
  const join = (name: string) =>
    flights.join('k', { onProgress: (n) => seen.push(`${name}${n}`) }, ({ onProgress }) => {
      started += 1
      queueMicrotask(() => onProgress(1))
      return work.promise
    })
  const both = Promise.all([join('a'), join('b')])
  await Promise.resolve()
  work.resolve('done')
  expect(await both).toEqual(['done', 'done'])
  expect(started).toBe(1)
  expect(seen).toEqual(['a1', 'b1'])
})

test('one caller who leaves does not end the work for the others', async () => {
  const flights = createFlights<string>()
  const work = deferred<string>()
  const leaving = new AbortController()
  let aborted = false
  const start = ({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener('abort', () => {
      aborted = true
    })
    return work.promise
  }
  const gone = flights.join('k', { signal: leaving.signal }, start)
  const staying = flights.join('k', {}, start)
  leaving.abort(new Error('left'))
  await expect(gone).rejects.toThrow('left')
  expect(aborted).toBe(false)
  work.resolve('done')
  expect(await staying).toBe('done')
})

test('the last caller who leaves ends the work, and the next one starts anew', async () => {
  const flights = createFlights<string>()
  const leaving = new AbortController()
  const started: AbortSignal[] = []
  const start = ({ signal }: { signal: AbortSignal }) => {
    started.push(signal)
    return new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }
  const only = flights.join('k', { signal: leaving.signal }, start)
  leaving.abort(new Error('left'))
  await expect(only).rejects.toThrow('left')
  expect(started[0]?.aborted).toBe(true)
  expect(await flights.join('k', {}, async () => 'again')).toBe('again')
})

test('work that failed is not remembered', async () => {
  const flights = createFlights<string>()
  await expect(flights.join('k', {}, () => Promise.reject(new Error('once')))).rejects.toThrow('once')
  expect(await flights.join('k', {}, async () => 'fine')).toBe('fine')
})
