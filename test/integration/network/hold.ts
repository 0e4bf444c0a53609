import { connect } from 'node:net'

// opens many connections to the server at argv, keeps them, and prints how many it got
const [address = '', port = '', many = ''] = process.argv.slice(2)
let open = 0
for (let i = 0; i < Number(many); i++) {
  const socket = connect({ host: address, port: Number(port) }, () => open++)
  socket.on('error', () => socket.destroy())
}
setTimeout(() => {
  process.stdout.write(String(open))
  process.exit(0)
}, 1500)
