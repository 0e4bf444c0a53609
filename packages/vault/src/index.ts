export { deriveKey, equalBytes, hmacSha256 } from './hmac.ts'
export { readKeyFile } from './key-file.ts'
export { createSealer, type Sealer } from './sealer.ts'
export { createTicketSigner, createTicketVerifier, type TicketSigner, type TicketVerifier } from './ticket.ts'
