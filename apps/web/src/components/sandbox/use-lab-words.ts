'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { useTRPC } from '../../trpc/provider.tsx'

/** What the lab says to its reader, in their language where it has it; a version never changes. */
export function useLabWords(sandbox: string) {
  return useQuery(
    useTRPC().sandboxes.instructions.queryOptions(
      { sandbox, language: useLocale() },
      { staleTime: Infinity },
    ),
  )
}
