import { connect } from 'node:net'

// prints what the server at argv says; exit code 1 when there is no way to it
const [address = '', port = ''] = process.argv.slice(2)
const socket = connect({ host: address, port: Number(port), timeout: 2000 })
socket.end() // we say nothing: the answer comes
socket.on('data', (data) => process.stdout.write(data))
socket.on('timeout', () => process.exit(1))
socket.on('error', () => process.exit(1))
socket.on('end', () => process.exit(0))
