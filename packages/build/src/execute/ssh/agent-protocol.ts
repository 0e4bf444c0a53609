import type { AgentKey } from '../../ssh/agent-key.ts'

/** draft-miller-ssh-agent, 7.1 */
const FAILURE = 5
const REQUEST_IDENTITIES = 11
const IDENTITIES_ANSWER = 12
const SIGN_REQUEST = 13
const SIGN_RESPONSE = 14

/**
 * What an agent answers to one message, both without their length. It lists its keys and signs with them; whatever else
 * is asked (add, remove, lock, extensions) fails.
 */
export async function answerAgent(message: Buffer, keys: readonly AgentKey[]): Promise<Buffer> {
  switch (message[0]) {
    case REQUEST_IDENTITIES:
      return identities(keys)
    case SIGN_REQUEST:
      return signature(message.subarray(1), keys)
    default:
      return FAILED
  }
}

const FAILED = Buffer.from([FAILURE])

function identities(keys: readonly AgentKey[]): Buffer {
  const listed = keys.flatMap(({ blob, comment }) => [string(blob), string(Buffer.from(comment))])
  return Buffer.concat([Buffer.from([IDENTITIES_ANSWER]), uint32(keys.length), ...listed])
}

async function signature(request: Buffer, keys: readonly AgentKey[]): Promise<Buffer> {
  const blob = readString(request)
  const data = blob && readString(request.subarray(4 + blob.length))
  if (!blob || !data) return FAILED
  const rest = request.subarray(8 + blob.length + data.length)
  const flags = rest.length >= 4 ? rest.readUInt32BE() : 0
  const signed = await keys.find((key) => key.blob.equals(blob))?.sign(data, flags)
  if (!signed) return FAILED
  const body = Buffer.concat([string(Buffer.from(signed.algorithm)), string(signed.blob)])
  return Buffer.concat([Buffer.from([SIGN_RESPONSE]), string(body)])
}

/** Undefined where it is longer than what came. */
function readString(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE()
  return length <= bytes.length - 4 ? bytes.subarray(4, 4 + length) : undefined
}

function string(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
