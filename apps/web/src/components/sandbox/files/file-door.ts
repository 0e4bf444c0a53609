import type { FileChange, Folder } from '@berth/protocol'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { ask, openSocket } from '../../../live/socket.ts'
import { bytesOf } from './file-text.ts'

export type FileRead = {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** all of it, also when less was read */
  readonly size: number
  readonly mtime: number
}

/** Files of one sandbox, by a connection that is made with the first question. */
export type FileDoor = {
  list(place: Place): Promise<Folder>
  /** the first SOCKET_FILE bytes */
  read(place: Place): Promise<FileRead>
  /** Whole or not at all. Error: file.changed, when it has another time than `unlessChanged`. */
  write(place: Place, content: Uint8Array, unlessChanged?: number): Promise<{ mtime: number }>
  change(container: string, change: FileChange): Promise<void>
  close(): void
}

export type Place = { readonly container: string; readonly path: string }

export function createFileDoor(sandbox: string): FileDoor {
  let opened: ReturnType<typeof openSocket> | null = null
  const asked = async <T extends object>(event: string, body: object): Promise<T> => {
    opened ??= openSocket('/sandbox')
    const socket = await opened
    if (!socket.active) socket.connect()
    return ask<T>(socket, event, { sandbox, ...body })
  }
  return {
    list: ({ container, path }) => asked<Folder>('list', { container, path }),
    async read({ container, path }) {
      const body = { container, path, maxBytes: SOCKET_FILE }
      const { content, ...rest } = await asked<{ content: string; size: number; mtime: number }>('read', body)
      return { ...rest, bytes: bytesOf(content) }
    },
    write: ({ container, path }, content, unlessChanged) =>
      asked<{ mtime: number }>('write', {
        ...{ container, path, content },
        ...(unlessChanged !== undefined && { unlessChanged }),
      }),
    async change(container, change) {
      await asked('change', { container, change })
    },
    close() {
      const closing = opened
      opened = null
      void closing?.then((socket) => socket.disconnect())
    },
  }
}
