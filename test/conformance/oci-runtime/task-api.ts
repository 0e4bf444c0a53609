import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'

const UPDATE = '/containerd.services.tasks.v1.Tasks/Update'
const RESOURCES = 'types.containerd.io/opencontainers/runtime-spec/1/LinuxResources'

/**
 * Changes the limits of a task that runs, by containerd's own gRPC: `ctr` has no word for it. Resolves with gRPC's
 * status, `0` when it was done, and its message.
 */
export async function updateTask(
  socket: string,
  containerId: string,
  resources: object,
): Promise<{ readonly status: string; readonly message: string }> {
  const any = Buffer.concat([field(1, RESOURCES), field(2, JSON.stringify(resources))])
  return call(socket, UPDATE, Buffer.concat([field(1, containerId), field(2, any)]))
}

/** A field of protobuf that has a length; all here are shorter than two bytes of it can say. */
function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.of((number << 3) | 2, (bytes.length & 0x7f) | 0x80, bytes.length >> 7), bytes])
}

/** One message there, an empty one back: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
async function call(socket: string, path: string, message: Buffer) {
  const session = connectHttp2('http://containerd', { createConnection: () => connect(socket) })
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  try {
    return await new Promise<{ status: string; message: string }>((resolve, reject) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        'containerd-namespace': 'default',
      })
      const answered = (headers: NodeJS.Dict<string | string[] | number>) => {
        if (headers['grpc-status'] === undefined) return
        const said = decodeURIComponent(String(headers['grpc-message'] ?? ''))
        resolve({ status: String(headers['grpc-status']), message: said })
      }
      // who fails at once says so in the headers, others in the trailers
      stream.on('response', answered).on('trailers', answered)
      stream.on('error', reject).on('end', () => stream.close())
      session.on('error', reject)
      stream.resume().end(Buffer.concat([head, message]))
    })
  } finally {
    session.close()
  }
}
