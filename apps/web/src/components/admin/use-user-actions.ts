'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What an administrator does with an account. */
export function useUserActions() {
  const { admin } = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: admin.users.queryKey() })
  const onError = (error: unknown) => notify.error(errorText(error).title)
  return {
    setDisabled: useMutation(admin.setDisabled.mutationOptions({ onSuccess, onError })),
    setAdmin: useMutation(admin.setAdmin.mutationOptions({ onSuccess, onError })),
    resetLink: useMutation(admin.resetLink.mutationOptions({ onError })),
  }
}
