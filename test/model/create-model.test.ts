import { describe, expect, test } from '@jest/globals'
import { createModel, MODELS } from '../../src/model/create-model.js'
import { OfflineModel } from '../../src/model/offline/offline-model.js'

describe('createModel', () => {
  test('makes an offline model with the rules and the name of its role', async () => {
    const model = (await createModel())({ name: 'a_role', planner: () => ({ kind: 'say', text: 'hello' }) })
    expect(model).toBeInstanceOf(OfflineModel)
    expect(model.getConfig()).toEqual({ modelId: 'offline', contextWindowLimit: 1_000_000, idPrefix: 'a_role' })
  })

  test('refuses a name that is not there and says which are', async () => {
    await expect(createModel('gpt-99')).rejects.toMatchObject({
      code: 'UnknownModel',
      message: 'there is no model "gpt-99"',
      exitCode: 2,
      hint: expect.stringContaining(MODELS.join(', ')),
    })
  })
})
