import { z } from 'zod'

/** How a program gets a secret: as a variable of its environment, or as the file /run/secrets/NAME. */
export const secretKindSchema = z.enum(['env', 'file'])
export type SecretKind = z.infer<typeof secretKindSchema>
