export { checkRefName } from './protocol/ref-name.ts'
export { parseRemoteAddress } from './remote/remote-address.ts'
