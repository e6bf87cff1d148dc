# parameters:
import asyncio


async def serve():
    await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(serve(), debug=False)
