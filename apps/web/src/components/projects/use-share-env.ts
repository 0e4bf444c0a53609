'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'
import type { EnvChange } from '../app/env/env-draft.ts'
import { useAfterSharing } from './use-after-sharing.ts'

/** Saves variables that a project shares: no app is deployed by it. */
export function useShareEnv(target: { readonly tenant: string; readonly project: string }) {
  const onSuccess = useAfterSharing()
  const save = useMutation(useTRPC().projects.setEnv.mutationOptions({ onSuccess }))
  return {
    ...save,
    mutate: ({ set, unset }: EnvChange) => save.mutate({ ...target, set: { ...set }, unset: [...unset] }),
  }
}
