import { doorAt } from './door-fixture.ts'

// a launcher, as small as it can be: opens the door, says so, and waits to be killed
const [, , root = '', port = ''] = process.argv
const { adopted } = await doorAt(root, Number(port)).start()
process.stdout.write(adopted ? 'adopted\n' : 'started\n')
setInterval(() => undefined, 1000)
