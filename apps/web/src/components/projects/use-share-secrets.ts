'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'
import type { SecretChanges } from '../secrets/secret-changes.ts'
import { useAfterSharing } from './use-after-sharing.ts'

/** Sets or removes secrets that a project shares: no app is deployed by it. */
export function useShareSecrets(target: {
  readonly tenant: string
  readonly project: string
}): SecretChanges {
  const onSuccess = useAfterSharing()
  const save = useMutation(useTRPC().projects.changeSecrets.mutationOptions({ onSuccess }))
  return { ...save, mutate: (wish, onDone) => save.mutate({ ...target, ...wish }, { onSuccess: onDone }) }
}
