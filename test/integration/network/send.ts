import { connect } from 'node:net'

// sends so many bytes to the server at argv, and prints the milliseconds until it took the last one
const [address = '', port = '', bytes = ''] = process.argv.slice(2)
const began = performance.now()
const socket = connect({ host: address, port: Number(port) })
socket.end(Buffer.alloc(Number(bytes)))
socket.resume()
socket.on('error', () => process.exit(1))
socket.on('close', () => {
  process.stdout.write(String(Math.round(performance.now() - began)))
  process.exit(0)
})
