/** RFC 1035 4.2.2: over TCP each message is preceded by its length in two bytes. */
export function tcpFrame(packet: Uint8Array): Uint8Array {
  const frame = new Uint8Array(packet.length + 2)
  new DataView(frame.buffer).setUint16(0, packet.length)
  frame.set(packet, 2)
  return frame
}

/** Gives whole messages out of a stream of chunks. Holds at most one message. */
export function createTcpReader(onMessage: (packet: Uint8Array) => void): (chunk: Uint8Array) => void {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      onMessage(rest.subarray(2, end))
      rest = rest.subarray(end)
    }
  }
}
