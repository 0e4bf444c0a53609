import { type Channel, encodeAck, FRAME, type Frame, HIGH_WATER } from '@berth/protocol'
import { expect, test } from 'vitest'
import { type ChannelSink, type SessionViewer, signalName, tieChannel } from './exec-channel.ts'

function tied() {
  const calls: string[] = []
  const sent: Pick<Frame, 'kind' | 'payload'>[] = []
  let onFrame: (frame: Frame) => void = () => undefined
  let onLost: () => void = () => undefined
  let sink: ChannelSink | undefined
  const channel: Channel = {
    id: 1,
    onFrame: (listener) => {
      onFrame = listener
    },
    onLost: (listener) => {
      onLost = listener
    },
    send: (kind, payload) => void sent.push({ kind, payload }),
    close: () => void calls.push('channel closed'),
  }
  const viewer: SessionViewer = {
    write: async (data) => void calls.push(`write ${Buffer.from(data).toString()}`),
    eof: () => void calls.push('eof'),
    resize: ({ cols, rows }) => void calls.push(`resize ${cols}x${rows}`),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    close: () => void calls.push('viewer closed'),
  }
  tieChannel(
    channel,
    (to) => {
      sink = to
      return viewer
    },
    () => calls.push('left'),
  )
  const receive = (kind: Frame['kind'], payload: Uint8Array | string = '') =>
    onFrame({ channel: 1, kind, payload: Buffer.from(payload) })
  return { calls, sent, receive, lose: () => onLost(), sink: () => sink }
}

test('input, sizes and the end of input reach the session', () => {
  const { calls, receive } = tied()
  receive(FRAME.data, 'ls')
  receive(FRAME.resize, '{"cols":100,"rows":30}')
  receive(FRAME.resize, 'nonsense')
  receive(FRAME.resize, '{"cols":0,"rows":30}')
  receive(FRAME.eof)
  expect(calls).toEqual(['write ls', 'resize 100x30', 'eof'])
})

test('output goes out until the other side is behind, and on when it has caught up', () => {
  const { calls, sent, receive, sink } = tied()
  sink()?.output(FRAME.data, Buffer.alloc(HIGH_WATER))
  sink()?.output(FRAME.stderr, Buffer.alloc(1))
  expect(calls).toEqual(['pause'])
  receive(FRAME.ack, encodeAck(HIGH_WATER))
  expect(calls).toEqual(['pause', 'resume'])
  expect(sent.map(({ kind }) => kind)).toEqual([FRAME.data, FRAME.stderr])
})

test('the end of the session is the last frame', () => {
  const { calls, sent, receive, sink } = tied()
  sink()?.end({ kind: 'exit', code: 3, signal: null })
  sink()?.output(FRAME.data, Buffer.from('late'))
  receive(FRAME.data, 'late')
  expect(sent.map(({ kind, payload }) => [kind, Buffer.from(payload).toString()])).toEqual([
    [FRAME.end, '{"kind":"exit","code":3,"signal":null}'],
  ])
  expect(calls).toEqual(['channel closed', 'resume', 'viewer closed', 'left'])
})

test.each(['the other side leaves', 'the stream is lost'])('the viewer is closed, once, when %s', (how) => {
  const { calls, receive, lose } = tied()
  if (how === 'the stream is lost') lose()
  else receive(FRAME.end, '{"kind":"closed"}')
  lose()
  expect(calls.filter((call) => call === 'viewer closed')).toHaveLength(1)
})

test('a sender that does not wait is hung up on', () => {
  const { sent, receive } = tied()
  for (let i = 0; i < 5; i++) receive(FRAME.data, Buffer.alloc(HIGH_WATER))
  expect(sent.map(({ kind }) => kind)).toEqual([FRAME.end])
})

test('signals have names', () => {
  expect(signalName(9)).toBe('SIGKILL')
  expect(signalName(null)).toBeNull()
})
