import { createServer } from 'node:net'

// tells each client the address it comes from, and hangs up when the client does
const [port = '', address = ''] = process.argv.slice(2)
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.end(socket.remoteAddress ?? ''))
  socket.resume()
})
server.listen(Number(port), address, () => void process.stdout.write('ready\n'))
