import { NewGit } from '../../../../../../components/new-git/new-git.tsx'
import { OnlyAllowed } from '../../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../../page-title.ts'

export const generateMetadata = titled('newApp')

export default function NewGitPage() {
  return (
    <OnlyAllowed permission="app:deploy">
      <NewGit />
    </OnlyAllowed>
  )
}
