import { Repositories } from '../../../../../components/images/repositories.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('images')

export default function RepositoriesPage() {
  return <Repositories />
}
