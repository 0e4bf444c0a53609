import { Repositories } from '../../../../../components/images/repositories.tsx'

export default function RepositoriesPage() {
  return <Repositories />
}
