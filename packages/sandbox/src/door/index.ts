export { createPortService, type PortService } from './create-port-service.ts'
export type { OwnedPort } from './door-ports.ts'
export { createPortDoor, type PortDoor } from './port-door.ts'
export { createPortedReader } from './read-ported.ts'
