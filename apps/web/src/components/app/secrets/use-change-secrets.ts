'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import type { SecretChanges } from '../../secrets/secret-changes.ts'

/** Sets or removes secrets of an app by a release, then reads the list again. */
export function useChangeSecrets(name: { readonly tenant: string; readonly app: string }): SecretChanges {
  const t = useTranslations('secrets')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const change = useMutation(
    trpc.secrets.change.mutationOptions({
      onSuccess: async ({ deploy }) => {
        notify.success(deploy ? t('applied', { release: deploy.release }) : t('kept'))
        await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
      },
    }),
  )
  return { ...change, mutate: (wish, onDone) => change.mutate({ ...name, ...wish }, { onSuccess: onDone }) }
}
